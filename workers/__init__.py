"""The only package that knows dramatiq."""
