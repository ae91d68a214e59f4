using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using UserAdmin.PasswordHashes;

namespace UserAdmin.Tests.PasswordHashes;

/// <summary>
/// A stock application with <c>AddImportedPasswordHashes</c> signs in people of each kind; Identity replaces the hash
/// by its own and signs nobody out.
/// </summary>
public sealed class ImportedPasswordHashesServicesTests
{
    [Fact]
    public async Task SignIn_WithEachKind_SucceedsAndLeavesAHashOfIdentitysOwn()
    {
        await using var application = await ApplicationAsync(services => services.AddImportedPasswordHashes<Person>());
        foreach (var made in MadeElsewhere.All)
        {
            var (id, stamp) = await ImportAsync(application, made);

            (await SignInAsync(application, id, made.Password[1..])).ShouldBe("Failed", made.ToString());
            (await StoredAsync(application, id)).Hash.ShouldStartWith("ImportedHash");
            (await SignInAsync(application, id, made.Password)).ShouldBe("Succeeded", made.ToString());

            var after = await StoredAsync(application, id);
            new PasswordHasher<Person>()
                .VerifyHashedPassword(new(), after.Hash, made.Password)
                .ShouldNotBe(PasswordVerificationResult.Failed, made.ToString());
            after.Stamp.ShouldBe(stamp, "Sessions elsewhere go on.");
            (await SignInAsync(application, id, made.Password)).ShouldBe("Succeeded", made.ToString());
        }
    }

    [Fact]
    public async Task ChangePassword_OfAnImportedHash_EndsSessionsElsewhere()
    {
        await using var application = await ApplicationAsync(services => services.AddImportedPasswordHashes<Person>());
        var (id, stamp) = await ImportAsync(application, MadeElsewhere.All[5]);

        await using (var scope = application.Services.CreateAsyncScope())
        {
            var users = scope.ServiceProvider.GetRequiredService<UserManager<Person>>();
            (
                await users.ChangePasswordAsync(
                    (await users.FindByIdAsync(id))!,
                    MadeElsewhere.UsualPassword,
                    "Another horse 43"
                )
            ).Succeeded.ShouldBeTrue();
        }

        (await StoredAsync(application, id)).Stamp.ShouldNotBe(stamp);
        (await SignInAsync(application, id, MadeElsewhere.UsualPassword)).ShouldBe("Failed");
        (await SignInAsync(application, id, "Another horse 43")).ShouldBe("Succeeded");
    }

    [Fact]
    public async Task SignIn_WithAnOutdatedHashOfIdentitysOwn_IsAsWithoutThePackage()
    {
        await using var application = await ApplicationAsync(services => services.AddImportedPasswordHashes<Person>());
        const string Version2 = "AL3tkoq5wg6Dk/zAXd0EJHdQ/Qc4ktg10CsAqmT2ru8pp2gj7J2mDiSYpOJ+2BDV6w==";
        var (id, stamp) = await AddAsync(application, Version2);

        (await SignInAsync(application, id, MadeElsewhere.UsualPassword)).ShouldBe("Succeeded");

        (await StoredAsync(application, id)).Stamp.ShouldNotBe(stamp);
    }

    [Fact]
    public async Task Add_BeforeIdentity_KeepsIdentitysOwnRules()
    {
        await using var application = await ApplicationAsync(
            _ => { },
            before: services => services.AddImportedPasswordHashes<Person>()
        );
        var (id, stamp) = await ImportAsync(application, MadeElsewhere.All[5]);

        (await SignInAsync(application, id, MadeElsewhere.UsualPassword)).ShouldBe("Succeeded");

        (await StoredAsync(application, id)).Stamp.ShouldBe(stamp);
        await using var scope = application.Services.CreateAsyncScope();
        var refused = await scope
            .ServiceProvider.GetRequiredService<UserManager<Person>>()
            .CreateAsync(new Person { UserName = "not/allowed" });
        refused.Errors.ShouldHaveSingleItem().Code.ShouldBe(nameof(IdentityErrorDescriber.InvalidUserName));
    }

    public static TheoryData<string, Action<IServiceCollection>> Hashers =>
        new()
        {
            { "type", services => services.AddScoped<IPasswordHasher<Person>, Reversed<Person>>() },
            { "instance", services => services.AddSingleton<IPasswordHasher<Person>>(new Reversed<Person>()) },
            { "factory", services => services.AddTransient<IPasswordHasher<Person>>(_ => new Reversed<Person>()) },
        };

    [Theory]
    [MemberData(nameof(Hashers), DisableDiscoveryEnumeration = true)]
    public async Task Add_WrapsAHasherOfTheApplication(string how, Action<IServiceCollection> register)
    {
        await using var application = await ApplicationAsync(
            services => services.AddImportedPasswordHashes<Person>().AddImportedPasswordHashes<Person>(),
            before: register
        );
        var (id, _) = await ImportAsync(application, MadeElsewhere.All[5]);

        (await SignInAsync(application, id, MadeElsewhere.UsualPassword)).ShouldBe("Succeeded", how);

        (await StoredAsync(application, id)).Hash.ShouldBe("24 elpats yrettab esroh tcerroc");
        (await SignInAsync(application, id, MadeElsewhere.UsualPassword)).ShouldBe("Succeeded", how);
    }

    [Fact]
    public async Task Add_BeforeAHasherThatReplacesIt_SaysSoAtTheFirstChange()
    {
        await using var application = await ApplicationAsync(services =>
            services.AddImportedPasswordHashes<Person>().AddScoped<IPasswordHasher<Person>, Reversed<Person>>()
        );
        await using var scope = application.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<Person>>();

        var fault = await Should.ThrowAsync<InvalidOperationException>(() =>
            users.CreateAsync(new Person { UserName = "ada" })
        );

        fault.Message.ShouldContain("Call it after the registration of that hasher.");
    }

    private static async Task<WebApplication> ApplicationAsync(
        Action<IServiceCollection> after,
        Action<IServiceCollection>? before = null
    )
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        // The connection keeps the database in memory for as long as the application runs.
        var connection = new SqliteConnection("Data Source=:memory:");
        await connection.OpenAsync();
        builder.Services.AddSingleton(_ => connection);
        builder.Services.AddDbContext<People>(
            (services, options) => options.UseSqlite(services.GetRequiredService<SqliteConnection>())
        );
        before?.Invoke(builder.Services);
        builder
            .Services.AddIdentityCore<Person>(options => options.Lockout.MaxFailedAccessAttempts = 1000)
            .AddEntityFrameworkStores<People>()
            .AddSignInManager();
        builder.Services.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies();
        builder.Services.Configure<PasswordHasherOptions>(options => options.IterationCount = 1000);
        after(builder.Services);
        var application = builder.Build();
        application.MapPost(
            "/sign-in",
            async (HttpRequest request, SignInManager<Person> signIn) =>
            {
                var form = await request.ReadFormAsync();
                return (
                    await signIn.PasswordSignInAsync(form["id"].ToString(), form["password"].ToString(), false, true)
                ).ToString();
            }
        );
        await using (var scope = application.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<People>().Database.EnsureCreatedAsync();
        }

        await application.StartAsync();
        return application;
    }

    private static Task<(string Id, string Stamp)> ImportAsync(WebApplication application, MadeElsewhere made)
    {
        ImportedPasswordHash.TryParse(made.Text, made.Parts, out var hash, out var reason).ShouldBeTrue(reason);
        return AddAsync(application, hash.Stored!);
    }

    private static async Task<(string Id, string Stamp)> AddAsync(WebApplication application, string hash)
    {
        await using var scope = application.Services.CreateAsyncScope();
        var people = scope.ServiceProvider.GetRequiredService<People>();
        var id = TestHost.NewId();
        people.Add(
            new Person
            {
                Id = id,
                UserName = id,
                NormalizedUserName = id.ToUpperInvariant(),
                PasswordHash = hash,
                LockoutEnabled = true,
            }
        );
        await people.SaveChangesAsync();
        return (id, (await people.Users.SingleAsync(person => person.Id == id)).SecurityStamp!);
    }

    private static async Task<string> SignInAsync(WebApplication application, string id, string password)
    {
        using var browser = new HttpClient { BaseAddress = new(application.Urls.Single()) };
        using var form = new FormUrlEncodedContent([new("id", id), new("password", password)]);
        var response = await browser.PostAsync("sign-in", form);
        return await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
    }

    private static async Task<(string Hash, string Stamp)> StoredAsync(WebApplication application, string id)
    {
        await using var scope = application.Services.CreateAsyncScope();
        var person = await scope
            .ServiceProvider.GetRequiredService<People>()
            .Users.AsNoTracking()
            .SingleAsync(person => person.Id == id);
        return (person.PasswordHash!, person.SecurityStamp!);
    }

    private sealed class Person : IdentityUser;

    private sealed class People(DbContextOptions<People> options) : IdentityUserContext<Person>(options);

    private sealed class Reversed<TUser> : IPasswordHasher<TUser>
        where TUser : class
    {
        public string HashPassword(TUser user, string password) => new([.. password.Reverse()]);

        public PasswordVerificationResult VerifyHashedPassword(TUser user, string hash, string password) =>
            hash == HashPassword(user, password)
                ? PasswordVerificationResult.Success
                : PasswordVerificationResult.Failed;
    }
}
