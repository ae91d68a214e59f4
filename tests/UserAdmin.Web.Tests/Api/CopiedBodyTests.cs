using UserAdmin.Web.Api;

namespace UserAdmin.Web.Tests.Api;

public sealed class CopiedBodyTests
{
    [Fact]
    public async Task Read_OfAShortBody_PassesItOnAndKeepsIt()
    {
        using var inner = new MemoryStream([1, 2, 3]);
        using var body = new CopiedBody(inner);
        using var passed = new MemoryStream();

        await body.CopyToAsync(passed, Xunit.TestContext.Current.CancellationToken);

        passed.ToArray().ShouldBe([1, 2, 3]);
        body.Passed.ShouldBe(3);
        body.Copy!.Value.ToArray().ShouldBe([1, 2, 3]);
    }

    [Fact]
    public async Task Write_OfALongBody_PassesItOnAndKeepsNothing()
    {
        using var inner = new MemoryStream();
        using var body = new CopiedBody(inner);

        await body.WriteAsync(new byte[CopiedBody.Most], Xunit.TestContext.Current.CancellationToken);
        body.Copy.ShouldNotBeNull();
        await body.WriteAsync(new byte[1], Xunit.TestContext.Current.CancellationToken);

        (inner.Length, body.Passed, body.Copy.HasValue).ShouldBe((CopiedBody.Most + 1L, CopiedBody.Most + 1L, false));
    }
}
