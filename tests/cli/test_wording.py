"""Fixed values in lists: in the person's language for people, raw in JSON."""


def test_lists_say_fixed_values_in_the_language_of_the_person_and_json_as_they_are(coded, run):
    for noun, field, raw, said in (
        ("source", "method", "interview", "wawancara"),
        ("informant", "role", "main", "utama"),
        ("coder", "role", "coder", "pengode"),
    ):
        assert said in run("--lang", "id", noun, "list", coded).out
        assert run("--lang", "id", noun, "list", coded, "--json").json[0][field] == raw
