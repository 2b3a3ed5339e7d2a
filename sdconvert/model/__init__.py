"""What a document says, without any format's words. Frozen, with tuples for children; equal content is equal."""
