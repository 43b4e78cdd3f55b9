"""Checks of what is shipped: the image, the composed stack and the Kubernetes manifests."""
