using System.Reflection;

namespace UserAdmin.Web.Tests.Scim.Conformance;

/// <summary>No demand of the RFCs is without a proof or a reason.</summary>
public sealed class ScimDemandTests
{
    [Fact]
    public void EveryDemand_IsProvedByATest_OrHasAReasonWhyNot()
    {
        var proved = typeof(ScimDemandTests)
            .Assembly.GetTypes()
            .SelectMany(type => type.GetMethods())
            .SelectMany(method => method.GetCustomAttribute<ProvesAttribute>()?.Ids ?? [])
            .ToHashSet();
        proved.Count.ShouldBeGreaterThan(80);

        proved.Except(ScimDemands.All.Keys).ShouldBeEmpty("a test proves what no RFC demands");
        ScimDemands.NotProved.Keys.Except(ScimDemands.All.Keys).ShouldBeEmpty("a reason is given for no demand");
        proved.Intersect(ScimDemands.NotProved.Keys).ShouldBeEmpty("both a proof and a reason are given");
        ScimDemands
            .All.Keys.Except(proved)
            .Except(ScimDemands.NotProved.Keys)
            .ShouldBeEmpty("add a test with [Proves], or a reason");
    }
}
