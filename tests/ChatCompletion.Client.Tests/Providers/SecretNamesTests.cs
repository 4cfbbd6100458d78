namespace ChatCompletions.Tests;

/// <summary>Which names are names of secrets, in every spelling, and which only look like them.</summary>
public class SecretNamesTests
{
    public static TheoryData<string> Secrets =>
    [
        "code", "Code", "x-code", "sig", "sign", "x-sign", "signature", "Signature", "X-Amz-Signature", "hmac", "x-hub-signature", "x-hub-signature-256",
        "auth", "AUTH", "X-Auth", "X-Auth-Token", "X-Auth-User", "oauth", "oauth2", "OAuthToken", "oauth_token", "basic_auth", "basicauth", "httpAuth", "helicone-auth",
        "Authorization", "authorization", "AUTHORIZATION", "Authorization-Bearer", "X-Authorization", "cf-aig-authorization", "x_authorization_2", "authentication",
        "bearer", "X-Bearer", "bearerToken", "bearertoken",
        "pwd", "PWD", "db_pwd", "userPwd", "userpwd", "pass", "Pass", "user-pass", "DB_PASS", "dbPass", "passwd", "password", "Password", "PASSWORD", "password1",
        "db.password", "dbpassword", "user_password", "passwordHash", "passphrase", "pass_phrase", "passPhrase", "pass-code", "passcode", "passkey", "pin", "otp", "x-otp",
        "credential", "credentials", "X-Api-Credential", "x-amz-credential", "vertex_credentials", "awsCredentials", "cred", "creds",
        "secret", "Secret", "secrets", "client_secret", "clientSecret", "clientsecret", "CLIENT-SECRET", "appsecret", "secret_key", "secretKey", "aws_secret_access_key",
        "token", "Token", "tokens2token", "access_token", "accessToken", "accesstoken", "ACCESS_TOKEN", "id_token", "refresh-token", "refreshTokens", "access_tokens",
        "hf_token", "bot.token", "x-token", "token1", "private-token", "csrfToken", "X-CSRFToken", "x-amz-security-token", "X-Vault-Token", "session_token",
        "key", "Key", "x-key", "apikey", "apiKey", "ApiKey", "APIKey", "APIKEY", "api_key", "api-key", "api.key", "api key", "x-api-key", "X-API-KEY-2", "xapikey", "api_keys",
        "X_Api_Key", "openai_api_key", "openaiApiKey", "OPENAI_API_KEY", "apikeyvalue", "my-api-key-value", "access_key", "accessKey", "AWS_ACCESS_KEY_ID", "accesskeyid",
        "subscription-key", "Ocp-Apim-Subscription-Key", "ocpApimSubscriptionKey", "subscriptionkey", "x-functions-key", "private_key", "privateKey", "primary_key",
        "master_key", "masterKey", "signing_key", "sharedKey", "SharedAccessKey", "AccountKey", "license-key", "x-goog-api-key", "virtual_key", "mykey",
        "cookie", "Cookie", "Set-Cookie", "cookies", "session_cookie", "session", "Session", "session_id", "sessionId", "sessionid", "PHPSESSID", "JSESSIONID", "ASP.NET_SessionId",
        "jwt", "JWT", "x-jwt", "userJwt", "userjwt", "sas", "SAS", "blobSas", "sas_token", "pat", "x-xsrf", "client_assertion", "connection_string", "connectionString",
    ];

    public static TheoryData<string> Harmless =>
    [
        "", "-", "1", "50256", "model", "messages", "temperature", "stop", "user", "n", "seed", "store", "verbosity", "metadata", "tools", "service_tier", "modalities",
        "max_tokens", "maxTokens", "MaxTokens", "max_completion_tokens", "max_new_tokens", "min_tokens", "maxtokens", "max_token", "prompt_tokens", "total_tokens", "totalTokens",
        "completion_tokens", "budget_tokens", "reasoning_tokens", "tokens", "token_count", "tokenCount", "token_limit", "thinking_token_budget", "num_tokens", "token_ids",
        "stop_token_ids", "stopTokenIds", "allowed_token_ids", "eos_token", "eos_token_id", "bos_token", "pad_token", "add_bos_token", "ban_eos_token", "stop_token", "eosToken",
        "skip_special_tokens", "special_token", "spaces_between_special_tokens", "truncate_prompt_tokens", "return_tokens_as_token_ids", "custom_token_bans", "tokenizer",
        "tokenize", "detokenize", "tokenization", "input_cost_per_token", "next_token", "first_token", "token_type", "tokenType", "token_endpoint", "token_url",
        "prompt_cache_key", "promptCacheKey", "cache_key", "cacheKey", "cachekey", "Helicone-Cache-Key", "idempotency_key", "Idempotency-Key", "partition_key", "sort_key",
        "public_key", "foreign_key", "routing_key", "hotkey", "monkey", "turkey", "keyword", "keywords", "keyboard", "keys", "key_id", "key_name", "api_key_name", "apiKeyName",
        "author", "Author", "authors", "authored_by", "authority", "auth_type", "authType", "auth_provider", "auth_url", "auth_mode", "auth_method",
        "passthrough", "pass_through", "passThrough", "bypass", "compass", "first_pass", "passage", "passive", "passenger", "password_policy",
        "barcode", "barCode", "bar_code", "country_code", "countryCode", "zip-code", "postcode", "error_code", "status_code", "code_interpreter", "codec", "encode", "decode",
        "signal", "design", "assign", "signed", "signature_version", "signup", "secretary", "secret_name", "session_timeout", "sessionTimeout", "sessions", "obsession",
        "cookie_policy", "credentials_file", "bearing", "pattern", "patient", "pinned", "opinion", "sasquatch", "x-ms-version", "accredited", "incredible",
        "app_id", "api-version", "api_version", "lang", "X-Team", "X-Title", "HTTP-Referer", "OpenAI-Organization", "OpenAI-Project", "anthropic-version", "anthropic-beta",
        "X-Request-Id", "traceparent", "x-portkey-config", "x-portkey-trace-id", "x-litellm-tags", "User-Agent", "x_under", "cache_control", "safety_identifier", "response_format",
        "logit_bias", "top_logprobs", "reasoning_effort", "extra_headers", "extra_body", "max_session_count",
    ];

    [Theory]
    [MemberData(nameof(Secrets))]
    public void Is_the_name_of_a_secret(string name) => Assert.True(SecretNames.IsSecret(name));

    [Theory]
    [MemberData(nameof(Harmless))]
    public void Is_the_name_of_no_secret(string name) => Assert.False(SecretNames.IsSecret(name));

    [Fact]
    public void The_spelling_of_a_secrets_name_does_not_count()
    {
        string[][] names = [["api", "key"], ["access", "token"], ["client", "secret"], ["user", "password"], ["private", "key"], ["subscription", "key"], ["session", "id"], ["auth", "code"]];
        foreach (var words in names)
        {
            var capital = words.Select(static word => char.ToUpperInvariant(word[0]) + word[1..]).ToArray();
            foreach (var divider in new[] { "-", "_", ".", " ", "--", ":" })
            {
                var name = string.Join(divider, words);
                foreach (var spelling in new[] { name, name.ToUpperInvariant(), string.Join(divider, capital), "x" + divider + name, name + divider + "1" })
                    Assert.True(SecretNames.IsSecret(spelling), spelling);
            }
            Assert.True(SecretNames.IsSecret(words[0] + capital[1]), words[0] + capital[1]);
            Assert.True(SecretNames.IsSecret(string.Concat(capital)), string.Concat(capital));
            Assert.True(SecretNames.IsSecret("X" + string.Concat(capital)), "X" + string.Concat(capital));
        }
    }

    [Fact]
    public void No_documented_field_of_a_request_or_an_answer_is_a_secrets_name()
    {
        const string fields = """
            messages model audio frequency_penalty function_call functions logit_bias logprobs max_completion_tokens max_tokens metadata modalities n parallel_tool_calls
            prediction presence_penalty prompt_cache_key prompt_cache_retention reasoning_effort response_format safety_identifier seed service_tier stop store stream
            stream_options temperature tool_choice tools top_logprobs top_p user verbosity web_search_options include_usage search_context_size user_location
            best_of use_beam_search top_k min_p repetition_penalty length_penalty stop_token_ids include_stop_str_in_output ignore_eos min_tokens skip_special_tokens
            spaces_between_special_tokens truncate_prompt_tokens prompt_logprobs allowed_token_ids bad_words add_generation_prompt continue_final_message documents
            chat_template chat_template_kwargs mm_processor_kwargs guided_json guided_regex guided_choice guided_grammar priority request_id cache_salt
            keep_alive num_ctx num_predict num_keep options format think raw template mirostat mirostat_tau tfs_z typical_p dynatemp_range dry_multiplier id_slot cache_prompt
            transforms models route provider reasoning plugins usage thinking budget_tokens system anthropic_version top_a fallbacks num_retries timeout tags mock_response
            safe_prompt random_seed prefix search_domain_filter return_images search_recency_filter enable_thinking thinking_budget
            id object created choices index message role content refusal annotations tool_calls finish_reason usage prompt_tokens completion_tokens total_tokens
            """;
        foreach (var field in fields.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)) Assert.False(SecretNames.IsSecret(field), field);
    }

    [Theory]
    [InlineData("pass", true)]
    [InlineData("db_pwd", true)]
    [InlineData("pin", true)]
    [InlineData("clientSecret", true)]
    [InlineData("passwd", true)]
    [InlineData("userPassword", true)]
    [InlineData("api_key", false)]
    [InlineData("max_tokens", false)]
    public void Only_some_secrets_can_be_numbers(string name, bool canBe) => Assert.Equal(canBe, SecretNames.MayBeNumber(name));
}
