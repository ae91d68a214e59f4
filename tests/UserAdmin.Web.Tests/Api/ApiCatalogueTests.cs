using System.Reflection;
using MediatR;
using UserAdmin.Messaging;
using UserAdmin.Web.Api.Rest;

namespace UserAdmin.Web.Tests.Api;

public sealed class ApiCatalogueTests
{
    private static readonly Type[] _messages =
    [
        .. typeof(ICommand)
            .Assembly.GetTypes()
            .Where(type =>
                type is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false }
                && type.IsAssignableTo(typeof(IBaseRequest))
            ),
    ];

    [Fact]
    public void EachMessage_IsInTheApi_OrLeftOutWithAReason()
    {
        ApiCatalogue.All.ShouldNotBeEmpty();
        ApiCatalogue.LeftOut.ShouldNotBeEmpty();
        _messages.Length.ShouldBeGreaterThan(ApiCatalogue.All.Count);

        var needed = _messages
            .Where(message =>
                ApiCatalogue.ForEveryKey.Contains(message.Name)
                || !ApiCatalogue.OutsideByKind.ContainsKey(message.GetCustomAttribute<PermissionAttribute>()!.Name)
            )
            .Select(message => message.Name)
            .ToList();
        var there = ApiCatalogue.All.Select(endpoint => endpoint.Name).Concat(ApiCatalogue.LeftOut.Keys).ToList();
        there.ShouldBeUnique();
        needed.Except(there).ShouldBeEmpty();
        there.Except(needed).ShouldBeEmpty();
        ApiCatalogue.LeftOut.Values.Concat(ApiCatalogue.OutsideByKind.Values).ShouldEachBe(why => why.Length > 20);
    }

    [Fact]
    public void Endpoints_AreOfPermissionsOfTheCatalogue_AndOfAddressesOfTheirOwn()
    {
        ApiCatalogue.ForEveryKey.ShouldNotBeEmpty();
        ApiCatalogue.All.ShouldEachBe(endpoint =>
            endpoint.Permission.StartsWith('(') == ApiCatalogue.ForEveryKey.Contains(endpoint.Name)
        );
        ApiCatalogue.All.Select(endpoint => $"{endpoint.Method} {endpoint.Route}").ShouldBeUnique();
        ApiCatalogue.All.Select(endpoint => endpoint.Name).ShouldBeUnique();
    }

    [Fact]
    public void Routes_NamePropertiesOfTheirMessages() =>
        ApiCatalogue.All.ShouldEachBe(endpoint =>
            endpoint.Route.Count(letter => letter == '{')
            == endpoint.Fields.Count(field => field.Source == ApiSource.Route)
        );

    [Fact]
    public void Secrets_AreNeverInAddresses() =>
        ApiCatalogue
            .All.SelectMany(endpoint => endpoint.Fields)
            .Where(field => field.IsSecret)
            .ShouldEachBe(field => field.Source == ApiSource.Body);

    [Fact]
    public void Statuses_AreOfErrorsThatThereAre()
    {
        var codes = typeof(ICommand)
            .Assembly.GetTypes()
            .Where(type => type.Name.EndsWith("Errors", StringComparison.Ordinal))
            .SelectMany(type => type.GetProperties(BindingFlags.Static | BindingFlags.Public))
            .Where(property => property.PropertyType == typeof(Error))
            .Select(property => ((Error)property.GetValue(null)!).Code)
            .ToHashSet();
        string[] made = ["not-permitted", "edit.stale", "not-for-applications"];

        codes.Count.ShouldBeGreaterThan(50);
        ApiStatus
            .ByCode.Keys.Where(code => !code.StartsWith("database.", StringComparison.Ordinal))
            .Except(made)
            .ShouldEachBe(code => codes.Contains(code));
        codes
            .Where(code => code.EndsWith(".not-found", StringComparison.Ordinal))
            .ShouldEachBe(code => ApiStatus.Of(code) == 404);
        codes
            .Where(code => code.EndsWith("-taken", StringComparison.Ordinal))
            .ShouldEachBe(code => ApiStatus.Of(code) == 409);
        ApiStatus.Of("users.user-name-missing").ShouldBe(422);
    }
}
