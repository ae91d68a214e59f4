using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Samples.MinimalApi;

// A minimal API with Identity's own endpoints, on SQLite or PostgreSQL, perhaps below a path: everything here is its
// own, but for two lines.
var builder = WebApplication.CreateBuilder(args);
var accounts = builder.Configuration.GetConnectionString("Accounts") ?? "Data Source=app.db";
if (!accounts.StartsWith("Host=", StringComparison.Ordinal))
{
    builder.Services.AddDbContext<ApplicationDbContext>(options => options.UseSqlite(accounts));
}
else if (builder.Configuration["Sample:DataSource"] == "on")
{
    // Many applications share one data source. It keeps its password to itself: ConnectionStrings:Write has to be set.
    builder.Services.AddSingleton(NpgsqlDataSource.Create(accounts));
    builder.Services.AddDbContext<ApplicationDbContext>(
        (services, options) => options.UseNpgsql(services.GetRequiredService<NpgsqlDataSource>())
    );
}
else
{
    builder.Services.AddDbContext<ApplicationDbContext>(options => options.UseNpgsql(accounts));
}

builder
    .Services.AddIdentityApiEndpoints<ApplicationUser>(options =>
    {
        options.User.AllowedUserNameCharacters += " ü";
        options.User.RequireUniqueEmail = true;
        options.Password.RequireNonAlphanumeric = false;
    })
    .AddRoles<IdentityRole<Guid>>()
    .AddUserValidator<CompanyRules>()
    .AddEntityFrameworkStores<ApplicationDbContext>();
builder.Services.AddAuthorizationBuilder().AddPolicy("Admins", policy => policy.RequireRole("Administrators"));

// The first of the two lines.
builder.Services.AddUserAdmin<ApplicationDbContext>(console => console.SignIn = UserAdminSignIn.ApplicationPolicy);

var app = builder.Build();
await People.CreateAsync(app.Services);
app.UsePathBase(app.Configuration["Sample:PathBase"]);
app.UseRouting();
app.UseAuthentication();
app.UseAuthorization();
app.MapGet("/", () => "Sign in with POST login?useCookies=true.");
app.MapIdentityApi<ApplicationUser>();

// The second.
app.MapUserAdmin("/admin/users").RequireAuthorization("Admins");

app.Run();
