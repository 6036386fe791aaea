"""Similar work: for an entry, or for one that is only being thought of, what others do or did, and why it is alike."""
