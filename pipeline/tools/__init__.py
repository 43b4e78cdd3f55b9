"""One module for each vendor's program or library; its folklore lives in the module's comments."""
