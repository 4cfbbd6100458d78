namespace ChatCompletions.Tests;

/// <summary>Each known service: the address, the key and the fields that a request for it has.</summary>
public class PresetTests
{
    private const string Bearer = "Authorization: Bearer ";
    private const string Gate = "https://gate.example.com";

    private static readonly Row[] Rows =
    [
        new("OpenAI", "https://api.openai.com/v1", "OPENAI_API_KEY") { Bases = ["OPENAI_BASE_URL"], Model = "gpt-4o-mini" },
        new("AzureOpenAI", null, "AZURE_OPENAI_API_KEY", "AZURE_API_KEY")
        {
            Bases = ["AZURE_OPENAI_ENDPOINT", "AZURE_API_BASE"],
            Header = "api-key: ",
            GateUrl = Gate + "/openai/v1",
        },
        new("Helix", "https://app.tryhelix.ai/v1", "HELIX_API_KEY") { Bases = ["HELIX_URL"], NumRetries = 1 },
        new("LiteLLM", "http://localhost:4000/v1", "LITELLM_PROXY_API_KEY") { Bases = ["LITELLM_PROXY_API_BASE"], NeedsKey = false },
        new("Ollama", "http://localhost:11434/v1") { Bases = ["OLLAMA_API_BASE"], NeedsKey = false },
        new("LlamaCpp", "http://127.0.0.1:8080/v1") { NeedsKey = false },
        new("vLLM", "http://localhost:8000/v1", "HOSTED_VLLM_API_KEY") { Bases = ["HOSTED_VLLM_API_BASE"], NeedsKey = false },
        new("LMStudio", "http://localhost:1234/v1", "LM_STUDIO_API_KEY") { Bases = ["LM_STUDIO_API_BASE"], NeedsKey = false },
        new("OpenRouter", "https://openrouter.ai/api/v1", "OPENROUTER_API_KEY"),
        new("Groq", "https://api.groq.com/openai/v1", "GROQ_API_KEY"),
        new("Mistral", "https://api.mistral.ai/v1", "MISTRAL_API_KEY") { AsksForStreamUsage = false },
        new("DeepSeek", "https://api.deepseek.com/v1", "DEEPSEEK_API_KEY") { Model = "deepseek-chat" },
        new("xAI", "https://api.x.ai/v1", "XAI_API_KEY"),
        new("Together", "https://api.together.xyz/v1", "TOGETHER_API_KEY", "TOGETHER_AI_API_KEY", "TOGETHERAI_API_KEY", "TOGETHER_AI_TOKEN"),
        new("Fireworks", "https://api.fireworks.ai/inference/v1", "FIREWORKS_API_KEY", "FIREWORKS_AI_API_KEY", "FIREWORKSAI_API_KEY", "FIREWORKS_AI_TOKEN"),
        new("Perplexity", "https://api.perplexity.ai", "PERPLEXITYAI_API_KEY", "PERPLEXITY_API_KEY") { Model = "sonar", AsksForStreamUsage = false },
        new("Gemini", "https://generativelanguage.googleapis.com/v1beta/openai", "GEMINI_API_KEY", "GOOGLE_API_KEY"),
        new("Anthropic", "https://api.anthropic.com/v1", "ANTHROPIC_API_KEY"),
        new("Cohere", "https://api.cohere.ai/compatibility/v1", "COHERE_API_KEY"),
        new("DeepInfra", "https://api.deepinfra.com/v1/openai", "DEEPINFRA_API_KEY"),
        new("NvidiaNim", "https://integrate.api.nvidia.com/v1", "NVIDIA_NIM_API_KEY"),
        new("Cerebras", "https://api.cerebras.ai/v1", "CEREBRAS_API_KEY"),
        new("HuggingFace", "https://router.huggingface.co/v1", "HF_TOKEN", "HUGGINGFACE_API_KEY") { Bases = ["HF_API_BASE", "HUGGINGFACE_API_BASE"] },
        new("Moonshot", "https://api.moonshot.ai/v1", "MOONSHOT_API_KEY"),
        new("Custom", null) { NeedsKey = false },
        new("Mock", "http://mock.invalid/v1") { NeedsKey = false, Model = "mock" },
    ];

    public static TheoryData<string> Names => [.. Rows.Select(static row => row.Name)];

    [Fact]
    public void Every_preset_has_a_row_here() =>
        Assert.Equal(Rows.Select(static row => row.Name), ProviderPresets.All.Select(static preset => preset.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_question_and_the_list_of_models_go_to_the_services_address(string name)
    {
        var (row, handler) = (Find(name), new RecordingHandler());
        var client = handler.Client(row.Provider, [.. row.Home, .. row.FirstKey("k-1")]);

        var asked = await handler.AskedAsync(client);
        Assert.Equal((Method: "POST", Url: row.Url + "/chat/completions"), (asked.Method, asked.Url));
        var listed = await handler.ListedAsync(client);
        Assert.Equal((Method: "GET", Url: row.Url + "/models"), (listed.Method, listed.Url));
        Assert.Equal(asked.Key, listed.Key);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Each_of_its_variables_alone_gives_the_key_and_the_first_wins(string name)
    {
        var (row, handler) = (Find(name), new RecordingHandler());
        Assert.Equal(row.Keys, ProviderPresets.Find(name)!.KeyVariables);
        foreach (var variable in row.Keys)
        {
            var client = handler.Client(row.Provider, [.. row.Home, (variable, "k-1")]);
            Assert.Equal(row.Header + "k-1", (await handler.AskedAsync(client)).Key);
        }
        if (row.Keys.Length == 0) return;
        var all = handler.Client(row.Provider, [.. row.Home, .. row.Keys.Select(static (variable, i) => (variable, (string?)$"k-{i}")).Reverse()]);
        Assert.Equal(row.Header + "k-0", (await handler.AskedAsync(all)).Key);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Without_its_key_a_hosted_service_names_the_variable_and_another_is_asked_without(string name)
    {
        var (row, handler) = (Find(name), new RecordingHandler());
        if (!row.NeedsKey)
        {
            Assert.Null((await handler.AskedAsync(handler.Client(row.Provider, row.Home))).Key);
            return;
        }
        var refusal = Assert.Throws<ChatRequestException>(() => handler.Client(row.Provider, row.Home));
        Assert.Equal(ChatErrorKind.ApiKeyMissing, refusal.Kind);
        Assert.All(row.Keys, variable => Assert.Contains(variable, refusal.Message, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_variables_of_other_services_are_not_looked_at(string name)
    {
        var (row, handler) = (Find(name), new RecordingHandler());
        var others = Rows.Where(other => other.Name != name).ToList();
        (string, string?)[] foreign = [.. others.SelectMany(static other => other.Keys).Select(static variable => (variable, (string?)"k-foreign")),
            .. others.SelectMany(static other => other.Bases).Select(static variable => (variable, (string?)"https://foreign.example.com"))];
        var asked = await handler.AskedAsync(handler.Client(row.Provider, [.. row.Home, .. row.FirstKey("k-1"), .. foreign]));
        Assert.Equal(row.Keys.Length == 0 ? null : row.Header + "k-1", asked.Key);
        Assert.Equal(row.Url + "/chat/completions", asked.Url);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Each_of_its_base_URL_variables_alone_leads_there_with_the_key_and_the_first_wins(string name)
    {
        var (row, handler) = (Find(name), new RecordingHandler());
        Assert.Equal(row.Bases, ProviderPresets.Find(name)!.BaseVariables);
        foreach (var variable in row.Bases)
        {
            var asked = await handler.AskedAsync(handler.Client(row.Provider, [(variable, Gate), .. row.FirstKey("k-1")]));
            Assert.Equal(row.GateUrl + "/chat/completions", asked.Url);
            Assert.Equal(row.Keys.Length == 0 ? null : row.Header + "k-1", asked.Key);
        }
        if (row.Bases.Length < 2) return;
        var first = await handler.AskedAsync(handler.Client(row.Provider, [(row.Bases[1], "https://second.example.com"), (row.Bases[0], Gate), .. row.FirstKey("k-1")]));
        Assert.Equal(row.GateUrl + "/chat/completions", first.Url);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Its_default_model_is_asked_where_none_is_named(string name)
    {
        var (row, handler) = (Find(name), new RecordingHandler());
        var client = handler.Client(row.Provider, [.. row.Home, .. row.FirstKey("k-1")]);
        if (row.Model is not null)
        {
            Assert.Equal(row.Model, (await handler.AskedAsync(client, null)).Fields["model"]);
            Assert.Equal("other/m:1", (await handler.AskedAsync(client, "other/m:1")).Fields["model"]);
            return;
        }
        Assert.Equal("Model", (await Assert.ThrowsAsync<ChatRequestException>(() => handler.AskedAsync(client, null))).Parameter);
        Assert.Empty(handler.Requests);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Usage_is_asked_for_on_streams_where_the_service_knows_that_field(string name)
    {
        var (row, handler) = (Find(name), new RecordingHandler());
        var client = handler.Client(row.Provider, [.. row.Home, .. row.FirstKey("k-1")]);
        const string start = """{"model":"m","messages":[{"role":"user","content":"hi"}]""";
        Assert.Equal(start + ""","stream":true""" + (row.AsksForStreamUsage ? ""","stream_options":{"include_usage":true}}""" : "}"), (await handler.StreamedAsync(client)).Body);
        Assert.Equal(start + "}", (await handler.AskedAsync(client)).Body);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_is_tried_again_as_often_as_helps(string name) =>
        Assert.Equal(Find(name).NumRetries, ChatClientOptions.For(Find(name).Provider).NumRetries);

    private static Row Find(string name) => Rows.Single(row => row.Name == name);

    private sealed record Row(string Name, string? Base, params string[] Keys)
    {
        public string[] Bases { get; init; } = [];

        public string Header { get; init; } = Bearer;

        public string? Model { get; init; }

        public bool NeedsKey { get; init; } = true;

        public bool AsksForStreamUsage { get; init; } = true;

        public int NumRetries { get; init; } = 2;

        /// <summary>Where a base URL of the gate's host alone leads.</summary>
        public string GateUrl { get; init; } = Gate + "/v1";

        /// <summary>What stands before /chat/completions and /models.</summary>
        public string Url => Base ?? GateUrl;

        public ChatProvider Provider => ChatProvider.FromPreset(ProviderPresets.Find(Name)!) with { ApiBase = Name == "Custom" ? Gate : null };

        /// <summary>The variable that a service without a fixed address needs.</summary>
        public (string, string?)[] Home => Base is null && Bases.Length > 0 ? [(Bases[0], Gate)] : [];

        public (string, string?)[] FirstKey(string key) => Keys.Length == 0 ? [] : [(Keys[0], key)];
    }
}
