using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using UserAdmin.Mail;
using UserAdmin.Mail.Queries;

namespace UserAdmin.Web.Mail;

/// <summary>The state of the outbox page, as given by its address.</summary>
/// <param name="Status">Only these mails, or all.</param>
/// <param name="PageNumber">From 1.</param>
public sealed record MailAddress(MailStatus? Status, int PageNumber)
{
    /// <summary>The number of rows on a page.</summary>
    public const int PageSize = 50;

    private static readonly Dictionary<string, MailStatus> _words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["waiting"] = MailStatus.Waiting,
        ["failed"] = MailStatus.Failed,
        ["sent"] = MailStatus.Sent,
        ["given-up"] = MailStatus.Discarded,
    };

    /// <summary>Parses an address; invalid parts are ignored.</summary>
    public static MailAddress Parse(string? status, string? page) =>
        new(
            status is not null && _words.TryGetValue(status, out var known) ? known : null,
            int.TryParse(page, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1
                ? number
                : 1
        );

    /// <summary>Returns the address, without default values.</summary>
    public string Uri()
    {
        Dictionary<string, string?> query = [];
        if (Status is { } status)
        {
            query["status"] = _words.Single(word => word.Value == status).Key;
        }

        if (PageNumber > 1)
        {
            query["page"] = PageNumber.ToString(CultureInfo.InvariantCulture);
        }

        return QueryHelpers.AddQueryString("mail", query);
    }

    /// <summary>Returns the query for this address.</summary>
    public ListMails ToQuery() => new(Status, PageNumber, PageSize);
}
