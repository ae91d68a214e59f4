namespace UserAdmin.Projections;

/// <summary>Another process has moved the checkpoint.</summary>
internal sealed class CheckpointMovedException() : Exception("Another process has moved the read model on.");
