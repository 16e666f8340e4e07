terraform {
  backend "local" {}
}

resource "terraform_data" "record" {
  for_each = {
    "www.example.com" = "192.0.2.20"
    "api.example.com" = "192.0.2.21"
  }
  input            = { name = each.key, address = each.value }
  triggers_replace = [each.value]
}
