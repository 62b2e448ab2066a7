"""A complaint being written, page by page: one's own, or for somebody who agreed to it."""
