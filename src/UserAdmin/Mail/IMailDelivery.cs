using Microsoft.Extensions.Options;

namespace UserAdmin.Mail;

/// <summary>Tells whether mail is delivered.</summary>
public interface IMailDelivery
{
    /// <summary>False while no mail server is set and mail is written as files.</summary>
    bool HasServer { get; }
}

/// <inheritdoc/>
internal sealed class MailDelivery(IOptions<MailOptions> options) : IMailDelivery
{
    public bool HasServer => options.Value.Smtp is not null;
}
