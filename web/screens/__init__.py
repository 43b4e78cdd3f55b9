"""The screens: one module each, a router and the few lines between a request and a template."""
