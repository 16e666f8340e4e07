terraform {
  backend "local" {}
}

locals {
  subnets = {
    private = "10.0.1.0/24"
    data    = "10.0.2.0/24"
  }
}

resource "terraform_data" "subnet" {
  for_each = local.subnets
  input    = { name = each.key, cidr = each.value }
}

output "subnets" {
  description = "Address range of each subnet, by name."
  value       = { for name, subnet in terraform_data.subnet : name => subnet.output.cidr }
}
