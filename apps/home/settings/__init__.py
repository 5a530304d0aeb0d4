"""The pages of a workspace's settings, by subject; each asks for the right that its decorator names."""
