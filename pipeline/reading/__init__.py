"""How files become text: sources, encodings, file formats and what a file says about itself."""
