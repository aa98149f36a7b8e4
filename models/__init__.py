"""Embedded models and the recipes that make them."""
