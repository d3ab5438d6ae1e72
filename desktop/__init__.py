"""The CSR's window beside the softphone, and the link that feeds it."""
