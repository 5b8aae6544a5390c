namespace CloudCourse.EndToEnd.Tests.Labs;

/// <summary>What a learner hands in: first as the lab's editor holds it or with a mistake, then mended.</summary>
internal static class Answers
{
    /// <summary>The policy of the lab "Read one bucket"; the bucket's name is different for each learner.</summary>
    public static async Task<string> BucketPolicyAsync(IPage page, bool objectsToo)
    {
        var bucket = await page.Locator(".pane-instructions code").First.InnerTextAsync();
        var resource = objectsToo ? $"""["arn:aws:s3:::{bucket}", "arn:aws:s3:::{bucket}/*"]""" : $"\"arn:aws:s3:::{bucket}\"";
        return $$"""
            {
              "Version": "2012-10-17",
              "Statement": [
                { "Sid": "ReadReports", "Effect": "Allow", "Action": ["s3:ListBucket", "s3:GetObject"], "Resource": {{resource}} }
              ]
            }
            """;
    }

    public static string TaskDefinition(bool numbers)
    {
        var quote = numbers ? "" : "\"";
        return $$"""
            {
              "family": "webserver",
              "requiresCompatibilities": ["FARGATE"],
              "networkMode": "awsvpc",
              "cpu": "256",
              "memory": "512",
              "containerDefinitions": [{ "name": "web", "image": "nginx", "cpu": {{quote}}99{{quote}}, "memory": {{quote}}100{{quote}} }]
            }
            """;
    }

    public static string Handler(string name) => $$"""
        import json
        def lambda_handler(event, context):
          name = {{name}}
          print("greeting", name)
          return {"statusCode": 200, "body": json.dumps({"message": f"Hello, {name}!"})}
        """;

    /// <summary>Uses up the time of every check, so that grading takes a while.</summary>
    public const string EndlessHandler = "def lambda_handler(event, context):\n  while True: pass\n";
}
