terraform {
  backend "local" {}
}

locals {
  subnets = {
    public  = "10.0.0.0/24"
    private = "10.0.1.0/24"
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
