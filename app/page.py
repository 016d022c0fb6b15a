"""Gradio as the chat uses it: imported so that it reports nothing to anyone, with colours and a folder of our own."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from functools import cache
from typing import Any


@cache
def gradio() -> Any:
    """The gradio module, which reads these variables when it is imported.

    What is uploaded lies in a folder that only this user can enter and whose name nobody can guess, until it is taken
    or the process ends: Gradio serves every file of that folder, and by default shares it with all its programs.
    """
    folder = tempfile.mkdtemp(prefix="rapporteur-", dir=os.environ.get("GRADIO_TEMP_DIR") or None)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ.update(
        GRADIO_ANALYTICS_ENABLED="False", HF_HUB_OFFLINE="1", HF_HUB_DISABLE_TELEMETRY="1", GRADIO_TEMP_DIR=folder
    )
    import gradio

    return gradio


def theme() -> Any:
    """The colours and fonts of the page; the fonts are those of the reader's machine."""
    gr = gradio()
    green = gr.themes.Color(
        "#f2f6f3", "#e1eae4", "#c4d5ca", "#9ebaa8", "#759b84", "#557f67", "#416752",
        "#355343", "#2c4338", "#25382f", "#131f1a", name="rapporteur",
    )  # fmt: skip
    fonts = ["system-ui", "Segoe UI", "Noto Sans", "Noto Sans Arabic", "sans-serif"]
    return gr.themes.Base(
        primary_hue=green, secondary_hue=green, neutral_hue="stone", font=fonts, font_mono=["monospace"]
    ).set(
        button_primary_background_fill="*primary_700",
        button_primary_background_fill_dark="*primary_700",
        button_primary_background_fill_hover="*primary_800",
        button_primary_text_color="white",
        input_background_fill="white",
        input_border_width="1px",
        input_placeholder_color="*neutral_500",
        input_placeholder_color_dark="*neutral_300",
        color_accent="*primary_600",
        link_text_color="*primary_700",
        link_text_color_dark="*primary_300",
    )
