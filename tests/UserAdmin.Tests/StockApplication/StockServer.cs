using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace UserAdmin.Tests.StockApplication;

/// <summary>
/// A stock ASP.NET Core application with cookie sign-in on a loopback port, which uses our write database. It never
/// migrates or creates anything.
/// </summary>
internal sealed class StockServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StockServer(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    public static async Task<StockServer> StartAsync(string directory)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        AddStockIdentity(builder.Services, await TestProvider.ConnectionStringAsync(directory));
        builder.Services.AddAuthorization();
        // Every request checks the security stamp; the stock default is every 30 minutes.
        builder.Services.Configure<SecurityStampValidatorOptions>(options =>
            options.ValidationInterval = TimeSpan.Zero
        );
        builder.Services.ConfigureApplicationCookie(cookie =>
        {
            cookie.Events.OnRedirectToLogin = context => Answer(context.Response, StatusCodes.Status401Unauthorized);
            cookie.Events.OnRedirectToAccessDenied = context =>
                Answer(context.Response, StatusCodes.Status403Forbidden);
        });
        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapPost(
            "/sign-in",
            async (string userName, string password, SignInManager<IdentityUser> signIn) =>
                (
                    await signIn.PasswordSignInAsync(userName, password, isPersistent: false, lockoutOnFailure: true)
                ).ToString()
        );
        app.MapGet("/me", (ClaimsPrincipal me) => me.FindFirstValue(ClaimTypes.Email)).RequireAuthorization();
        app.MapGet("/administrators-only", () => "yes")
            .RequireAuthorization(policy => policy.RequireRole("Administrator"));
        await app.StartAsync();
        return new StockServer(app);
    }

    /// <summary>Registers plain Identity on a database.</summary>
    public static void AddStockIdentity(IServiceCollection services, string connectionString)
    {
        services.AddDbContext<StockContext>(options => TestProvider.Use(options, connectionString));
        services
            .AddIdentity<IdentityUser, IdentityRole>(options =>
                options.Stores.SchemaVersion = IdentitySchemaVersions.Version3
            )
            .AddEntityFrameworkStores<StockContext>()
            .AddDefaultTokenProviders();
    }

    /// <summary>Creates a client with its own cookies.</summary>
    public HttpClient CreateBrowser() =>
        new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = Address };

    /// <summary>Runs code with the services of one request.</summary>
    public async Task<T> InScopeAsync<T>(Func<IServiceProvider, Task<T>> act)
    {
        await using var scope = _app.Services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        services.GetRequiredService<IHttpContextAccessor>().HttpContext = new DefaultHttpContext
        {
            RequestServices = services,
        };
        return await act(services);
    }

    public Task<T> WithUsersAsync<T>(Func<UserManager<IdentityUser>, Task<T>> act) =>
        InScopeAsync(services => act(services.GetRequiredService<UserManager<IdentityUser>>()));

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static Task Answer(HttpResponse response, int status)
    {
        response.StatusCode = status;
        return Task.CompletedTask;
    }
}
