"""Starting the app: what is on the screen first waits for nothing heavy."""

from __future__ import annotations

import subprocess
import sys
import textwrap

HEAVY = ("sqlmodel", "sqlalchemy", "pydantic", "numpy", "spacy", "networkx", "lxml", "typer", "matplotlib")


def test_home_is_drawn_before_anything_heavy_is_loaded(tmp_path):
    """Home with a recent project, headless, until nothing is left to do for its first screen."""
    code = f"""
        import asyncio, sys
        from pathlib import Path
        import qualcode.cli.main
        import qualcode.cli.home
        from qualcode.tui.app import QualcodeApp
        from qualcode.tui.recent import Memory

        async def look():
            memory = Memory()
            memory.open(Path({str(tmp_path / "studi.qualcode")!r}), "Studi kecil")
            app = QualcodeApp(memory=memory)
            async with app.run_test(size=(100, 30)) as pilot:
                await pilot.pause()
                assert "Studi kecil" in app.export_screenshot().replace("\\xa0", " ").replace("&#160;", " ")
                print([m for m in {HEAVY!r} if m in sys.modules])
                app.exit()

        asyncio.run(look())
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
