namespace UserAdmin.Storage;

/// <summary>Thrown when the program cannot start; the message is one line that tells why and what to do.</summary>
/// <param name="message">The line.</param>
/// <param name="cause">The exception that was caught, or null.</param>
public sealed class StartupException(string message, Exception? cause = null) : Exception(message, cause);
