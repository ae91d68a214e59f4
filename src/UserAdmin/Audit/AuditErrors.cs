using System.Globalization;
using UserAdmin.Messaging;

namespace UserAdmin.Audit;

/// <summary>Refusals that concern the activity.</summary>
public static class AuditErrors
{
    /// <summary>The code of every error that is in the text of a search, and that another text mends.</summary>
    public const string BadSearchCode = "audit.bad-search";

    /// <summary>The search has an error.</summary>
    /// <param name="message">What is wrong, and what to do.</param>
    public static Error BadSearch(string message) => new(BadSearchCode, message, nameof(Queries.GetActivity.Search));

    /// <summary>There is no type of event with these words.</summary>
    /// <param name="text">What was typed.</param>
    public static Error NoSuchAction(string text) =>
        BadSearch(
            $"There is no action “{text}”. Write words such as action:\"email changed\", action:deleted or "
                + "action:refused."
        );

    /// <summary>A name is that of very many people.</summary>
    /// <param name="text">What was typed.</param>
    /// <param name="most">How many people a filter can name.</param>
    public static Error TooManyPeople(string text, int most) =>
        BadSearch(
            string.Create(
                CultureInfo.InvariantCulture,
                $"More than {most:N0} people match “{text}”. Write more of the name, or the email address."
            )
        );
}
