namespace UserAdmin.Storage;

/// <summary>The program cannot start; the message is one line that says why and what to do.</summary>
/// <param name="message">The line.</param>
/// <param name="cause">What was caught, or null.</param>
public sealed class StartupException(string message, Exception? cause = null) : Exception(message, cause);
