"""What pytest leaves alone here: the modules in the corpus are data."""

collect_ignore_glob = ["corpus/*"]
