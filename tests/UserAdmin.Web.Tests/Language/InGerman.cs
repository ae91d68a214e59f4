using System.Globalization;

namespace UserAdmin.Web.Tests.Language;

/// <summary>Gives the test German as its language until it is disposed of.</summary>
internal sealed class InGerman : IDisposable
{
    private readonly CultureInfo _before = CultureInfo.CurrentCulture;
    private readonly CultureInfo _textsBefore = CultureInfo.CurrentUICulture;

    /// <summary>Changes the language, and the culture if a test is to show that nothing depends on it.</summary>
    public InGerman(bool withCulture = false)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("de");
        if (withCulture)
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de");
        }
    }

    public void Dispose() => (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (_before, _textsBefore);
}
