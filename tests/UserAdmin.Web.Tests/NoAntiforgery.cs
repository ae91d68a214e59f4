using Microsoft.AspNetCore.Components.Forms;

namespace UserAdmin.Web.Tests;

/// <summary>Forms without a token: nobody receives them.</summary>
internal sealed class NoAntiforgery : AntiforgeryStateProvider
{
    public override AntiforgeryRequestToken? GetAntiforgeryToken() => null;
}
