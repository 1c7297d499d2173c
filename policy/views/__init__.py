"""Typed views: what the rules need of each resource type, `aws` and `aws-native` alike."""
