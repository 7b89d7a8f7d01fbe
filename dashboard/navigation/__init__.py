"""The frame of every page: product, six questions, language; above a finding, where one is."""
