from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.tui.reader.spans import CodedSpan, SpanIndex

spans = st.lists(
    st.tuples(st.integers(0, 9000), st.integers(1, 5000)).map(lambda pair: (pair[0], pair[0] + pair[1])),
    max_size=40,
)


def row_of(offset: int) -> int:
    return offset // 60


@given(spans, st.tuples(st.integers(0, 9000), st.integers(0, 3000)), st.sets(st.integers(0, 39)))
@settings(max_examples=80)
def test_the_index_answers_as_looking_at_every_span_would(
    pairs: list[tuple[int, int]], window: tuple[int, int], removed: set[int]
) -> None:
    index = SpanIndex(6, row_of)
    kept = {}
    for number, (start, end) in enumerate(pairs):
        kept[number] = CodedSpan(number, start, end, "c")
        index.add(kept[number])
    for number in removed & kept.keys():
        assert index.remove(number) == kept.pop(number)
    start, end = window[0], window[0] + window[1]
    expected = {n for n, s in kept.items() if s.start < end and s.end > start and start < end}
    assert {span.id for span in index.touching(start, end)} == expected
    later = [s.start for s in kept.values() if s.start > start]
    earlier = [s.start for s in kept.values() if s.start < start]
    after, before = index.after(start), index.before(start)
    assert (after.start if after else None) == (min(later) if later else None)
    assert (before.start if before else None) == (max(earlier) if earlier else None)


@given(spans, st.booleans())
@settings(max_examples=60)
def test_two_spans_on_one_row_never_share_a_lane(pairs: list[tuple[int, int]], at_once: bool) -> None:
    index = SpanIndex(6, row_of)
    all_spans = [CodedSpan(number, start, end, "c") for number, (start, end) in enumerate(pairs)]
    if at_once:
        index.replace(all_spans)
    else:
        for span in all_spans:
            index.add(span)
    for one in all_spans:
        for other in all_spans:
            apart = row_of(one.end - 1) < row_of(other.start) or row_of(other.end - 1) < row_of(one.start)
            if one.id != other.id and not apart and index.lane(one) < 6:
                assert index.lane(one) != index.lane(other)


def test_a_span_with_a_known_id_takes_the_place_of_the_old_one() -> None:
    index = SpanIndex(6, row_of)
    index.add(CodedSpan("a", 0, 10, "c"))
    index.add(CodedSpan("a", 5000, 5010, "c"))
    assert len(index) == 1
    assert not index.touching(0, 100)
    assert index.touching(5000, 5001)
