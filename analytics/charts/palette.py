"""Colours after Okabe and Ito, which colour-blind readers tell apart."""

BLUE, GREY = "#0072B2", "#8C8C8C"
CHOSEN = "#D55E00"
PALE = "rgba(128, 128, 128, 0.12)"
HATCH = {"shape": "/", "fillmode": "overlay", "size": 6, "solidity": 0.25}
SOLID = {"shape": ""}
