namespace Nomad.Hcl.Tests.Formatting;

public sealed class FormatterTests
{
    private const string Untidy = """
        # a job
        job   "x"   {
        type="service" // kind
          datacenters=[ "a","b" ]   # where
            group web {
                  count   =   var.n>1?-1:(2 +3)*4


          meta = {
          a=1
              long_name : upper( "b${ x }" )
          }
              x = [for v in  list : v.id if ! v.gone]
              text = <<EOT
           kept   as it is
            EOT
             y = f(a ...)
             z = a[0].b[*].c
             e = { }
          }
        }

        """;

    private const string Tidy = """
        # a job
        job "x" {
          type        = "service"  // kind
          datacenters = ["a", "b"] # where
          group web {
            count = var.n > 1 ? -1 : (2 + 3) * 4


            meta = {
              a = 1
              long_name : upper("b${ x }")
            }
            x    = [for v in list : v.id if !v.gone]
            text = <<EOT
           kept   as it is
            EOT
            y    = f(a...)
            z    = a[0].b[*].c
            e    = {}
          }
        }

        """;

    [Fact]
    public void Sources_get_the_usual_layout_and_keep_it()
    {
        var problems = new List<HclDiagnostic>();
        var once = HclFormatter.Format("a.hcl", Untidy, problems);
        Assert.Equal(Tidy, once);
        Assert.Equal(Tidy, HclFormatter.Format("a.hcl", once!, problems));
        Assert.Empty(problems);
    }

    [Fact]
    public void Broken_sources_are_not_touched()
    {
        var problems = new List<HclDiagnostic>();
        Assert.Null(HclFormatter.Format("a.hcl", "a = \n", problems));
        Assert.Single(problems);
    }
}
