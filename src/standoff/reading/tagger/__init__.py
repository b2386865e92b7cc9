"""The trained network that labels sources, cues and contents."""
