using UserAdmin;
using UserAdmin.Web;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddUserAdmin(builder.Configuration);
builder.Services.AddConsole();
var app = builder.Build();
app.MapConsole();
await app.RunAsync();
