using UserAdmin.Mail;

namespace UserAdmin.Web.Tests;

/// <summary>A mail server that is there, or not.</summary>
internal sealed class FakeDelivery : IMailDelivery
{
    public bool HasServer { get; set; } = true;
}
