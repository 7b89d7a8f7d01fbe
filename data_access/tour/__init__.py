"""The tour: media, parts, lists, weeks."""
