namespace UserAdmin.Mail;

/// <summary>The address of the console, used for the links in mails if no setting defines it.</summary>
public interface IServerAddress
{
    /// <summary>An address such as <c>http://localhost:5080</c>, or null while the program does not listen.</summary>
    string? Current { get; }
}

/// <inheritdoc/>
internal sealed class NoServerAddress : IServerAddress
{
    public string? Current => null;
}
