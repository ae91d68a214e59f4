namespace UserAdmin.Projections;

/// <summary>Another process has moved the checkpoint.</summary>
internal sealed class CheckpointMovedException() : Exception("Another process has applied events to the read model.");
