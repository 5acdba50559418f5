"""What the news tells of an affair: what happened, who said what, where it differs, when."""
