"""The procedure: names, guards (may it?), effects (what follows), diagrams."""
