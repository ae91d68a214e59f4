using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Samples.Blazor.Components;

// A Blazor application with a sign-in of its own; the console keeps accounts in a database of its own.
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddRazorComponents().AddInteractiveServerComponents();
builder.Services.AddCascadingAuthenticationState();
builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
builder.Services.AddAuthorization();

// The first of the two lines.
builder.Services.AddUserAdmin(builder.Configuration);

var app = builder.Build();
app.UseAuthentication();
app.UseAuthorization();
app.UseAntiforgery();
app.MapStaticAssets();
app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
app.MapPost(
        "/sign-in",
        () =>
            TypedResults.SignIn(
                new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, "host")], "Cookies")),
                new AuthenticationProperties { RedirectUri = "/" }
            )
    )
    .DisableAntiforgery();

// The second.
app.MapUserAdmin("/admin/users");

app.Run();
