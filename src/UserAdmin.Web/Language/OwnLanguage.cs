using System.Globalization;

namespace UserAdmin.Web.Language;

/// <summary>
/// Keeps the language of a circuit where something outside calls it: the change feed, the monitor and others raise
/// their events on threads that have no language, and a page that is drawn again then would be in English.
/// </summary>
internal static class OwnLanguage
{
    /// <summary>Returns an action that runs in the language in which it is made.</summary>
    /// <param name="act">The action.</param>
    public static Action Keep(Action act)
    {
        var keep = Keep<object?>(_ => act());
        return () => keep(null);
    }

    /// <inheritdoc cref="Keep(Action)"/>
    /// <typeparam name="TArgument">The action's argument.</typeparam>
    public static Action<TArgument> Keep<TArgument>(Action<TArgument> act)
    {
        var (own, ownTexts) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        return argument =>
        {
            var (before, textsBefore) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (own, ownTexts);
            try
            {
                // What it starts and does not wait for keeps the language, too.
                act(argument);
            }
            finally
            {
                (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (before, textsBefore);
            }
        };
    }
}
