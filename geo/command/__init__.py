"""What the commands of the topics share."""
