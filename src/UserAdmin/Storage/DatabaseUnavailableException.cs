using UserAdmin.Messaging;

namespace UserAdmin.Storage;

/// <summary>
/// Thrown when a database cannot be used at the moment: another program has locked it, the disk is full, or it is
/// read-only. Nothing was changed.
/// </summary>
/// <param name="error">What is wrong and what to do.</param>
/// <param name="cause">The exception that was caught.</param>
public sealed class DatabaseUnavailableException(Error error, Exception cause) : Exception(error.Message, cause)
{
    /// <summary>What is wrong and what to do.</summary>
    public Error Error { get; } = error;
}
