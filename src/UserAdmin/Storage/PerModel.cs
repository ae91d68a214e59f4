using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace UserAdmin.Storage;

/// <summary>
/// Keeps a compiled query for each model. EF Core ties a compiled query to the first model that it meets, and the model
/// of an attached database depends on what was found there.
/// </summary>
internal static class PerModel
{
    /// <summary>Returns a query that is compiled when a context of a model first asks it.</summary>
    /// <param name="compile">Compiles it.</param>
    public static Func<TContext, TResult> Of<TContext, TResult>(Func<Func<TContext, TResult>> compile)
        where TContext : DbContext
    {
        var queries = new ConditionalWeakTable<IModel, Func<TContext, TResult>>();
        return context => queries.GetValue(context.Model, _ => compile())(context);
    }

    /// <inheritdoc cref="Of{TContext, TResult}(Func{Func{TContext, TResult}})"/>
    public static Func<TContext, T1, TResult> Of<TContext, T1, TResult>(Func<Func<TContext, T1, TResult>> compile)
        where TContext : DbContext
    {
        var queries = new ConditionalWeakTable<IModel, Func<TContext, T1, TResult>>();
        return (context, one) => queries.GetValue(context.Model, _ => compile())(context, one);
    }

    /// <inheritdoc cref="Of{TContext, TResult}(Func{Func{TContext, TResult}})"/>
    public static Func<TContext, T1, T2, TResult> Of<TContext, T1, T2, TResult>(
        Func<Func<TContext, T1, T2, TResult>> compile
    )
        where TContext : DbContext
    {
        var queries = new ConditionalWeakTable<IModel, Func<TContext, T1, T2, TResult>>();
        return (context, one, two) => queries.GetValue(context.Model, _ => compile())(context, one, two);
    }

    /// <inheritdoc cref="Of{TContext, TResult}(Func{Func{TContext, TResult}})"/>
    public static Func<TContext, T1, T2, T3, TResult> Of<TContext, T1, T2, T3, TResult>(
        Func<Func<TContext, T1, T2, T3, TResult>> compile
    )
        where TContext : DbContext
    {
        var queries = new ConditionalWeakTable<IModel, Func<TContext, T1, T2, T3, TResult>>();
        return (context, one, two, three) => queries.GetValue(context.Model, _ => compile())(context, one, two, three);
    }
}
