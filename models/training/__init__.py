"""The recipes that made the compact models, runnable end to end on a laptop.

`python -m models.training.translator --help` is the way in for the translator. The modules here may
import torch, transformers and datasets freely: nothing under `pipeline` imports them.
"""
