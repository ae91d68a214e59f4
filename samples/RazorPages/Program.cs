using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Samples.RazorPages;

// An application with individual accounts, as the template makes it: everything here is its own, but for two lines.
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddDbContext<ApplicationDbContext>(options =>
    options.UseSqlite(builder.Configuration.GetConnectionString("Accounts") ?? "Data Source=app.db")
);
builder
    .Services.AddIdentity<ApplicationUser, IdentityRole>(options => options.Password.RequireNonAlphanumeric = false)
    .AddEntityFrameworkStores<ApplicationDbContext>();
builder.Services.ConfigureApplicationCookie(options => options.LoginPath = "/SignIn");
builder.Services.AddAuthorization(options =>
    options.AddPolicy("Admins", policy => policy.RequireRole("Administrators"))
);
builder.Services.AddRazorPages();

// The first of the two lines. (The comparison is for a test, which looks at the same application without the console.)
if (builder.Configuration["Sample:Console"] != "off")
{
    builder.Services.AddUserAdmin<ApplicationDbContext>(console => console.SignIn = UserAdminSignIn.ApplicationPolicy);
}

var app = builder.Build();
await People.CreateAsync(app.Services);
app.MapStaticAssets();
app.UseAuthentication();
app.UseAuthorization();
app.MapRazorPages();

if (builder.Configuration["Sample:Console"] != "off")
{
    // The second.
    app.MapUserAdmin("/admin/users").RequireAuthorization("Admins");
}

app.Run();
