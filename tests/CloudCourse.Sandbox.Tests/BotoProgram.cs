using CloudCourse.Simulation.Lambda;

namespace CloudCourse.Sandbox.Tests;

/// <summary>A handler around a few lines of boto3, with what such lines commonly need.</summary>
internal static class BotoProgram
{
    private const string Head = """
        import boto3, botocore, io, json, os, datetime, decimal
        from botocore.exceptions import ClientError, ParamValidationError
        from boto3.dynamodb.conditions import Key, Attr
        s3 = boto3.client("s3")
        ddb = boto3.client("dynamodb")

        def words(run):
            try:
                run()
            except Exception as error:
                return f"{type(error).__name__}: {error}"
            return "no error"

        """;

    public static HandlerCode Of(string body) => PythonSandbox.Function(Head + PythonSandbox.Body(body));
}
