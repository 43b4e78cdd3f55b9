"""What is done to files and pages: plain functions over values. Nothing here knows a vendor or a store."""
